/** Pages that could not be shown. */
export const errors = {
  missing: {
    title: 'This page does not exist',
    help: 'It may have moved, or your role does not include it.',
    home: 'Go to the start page',
  },
  broken: {
    title: 'This page could not be shown',
    help: 'Nothing was lost. Try again; if it stays, support can find it as {{id}}.',
    helpPlain: 'Nothing was lost. Try again in a moment.',
  },
} as const
