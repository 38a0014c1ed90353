import { expect, test } from 'vitest'
import { revisionHeader } from './revision.ts'

test.each([
  ['api-7d9f8c5b46-x2k4z', ['Goalixa-Revision', '7d9f8c5b46']],
  ['goalixa-api-canary-6bdc8d-wqz5v', ['Goalixa-Revision', '6bdc8d']],
  ['api-0', []],
  ['api', []],
  ['worker-01.example.com', []],
  ['macbook-of-somebody', []],
  ['localhost', []],
])('a machine called %s answers with %j', (host, header) => {
  expect(revisionHeader(host)).toEqual(header)
})
