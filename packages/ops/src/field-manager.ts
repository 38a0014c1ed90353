/** The name under which everything is applied; Kubernetes keeps for each field who set it. */
export const fieldManager = 'goalixa-ops'
