// What the simulated server leaves out altogether: protobuf and tables (JSON only), duplicate keys in JSON bodies,
// pages of a list as it was at the first page, managedFields of what controllers write straight into the store, and
// validation beyond what the transcripts show. kubectl.test.ts tells what that means for kubectl.

/** Lines of the transcripts whose answers differ from the real server's in more than uids and times, and why we accept it. */
export const differences: Record<string, Record<string, string>> = {
  '01g-ssa-field-validation': {
    2: 'the real server names one of the two unknown fields, now this one, now that; we name both',
    4: 'the same',
    10: 'a YAML parser words its errors in its own way',
  },
  '12a-job-complete': {
    27: 'the real server prints the whole template in the notation of Go, pointers included; we print its labels and spec',
  },
  '14-watch-details': {
    27: 'a JSON parser words its errors in its own way',
  },
}
