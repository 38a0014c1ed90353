/** The two pages that people see on their way back from Google. No script, nothing from elsewhere. */
import type { AppError } from '@goalixa/contracts/errors'

/**
 * On with it. A page and no redirect: cookies are SameSite=Strict, and a browser that comes from Google would not
 * send them along with the next request of the same journey.
 */
export const onwardPage = (returnTo: string): string =>
  page(
    'Signed in',
    `<p><a href="${escaped(returnTo)}">Go on</a></p>`,
    `<meta http-equiv="refresh" content="0;url=${escaped(returnTo)}">`,
  )

export const errorPage = (error: AppError, requestId: string | undefined): string =>
  page(
    'Sign-in with Google did not work',
    [
      `<p>${escaped(error.message)}.</p>`,
      `<p>Try: ${escaped(error.try)}</p>`,
      '<p><a href="/">Back to Goalixa</a></p>',
      ...(requestId === undefined ? [] : [`<p><small>Request ${escaped(requestId)}</small></p>`]),
    ].join('\n'),
  )

const page = (title: string, body: string, head = ''): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
${head}
</head>
<body>
<main>
<h1>${title}</h1>
${body}
</main>
</body>
</html>
`

const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (mark) => `&#${mark.charCodeAt(0)};`)
