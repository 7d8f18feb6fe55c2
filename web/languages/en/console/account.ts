/** What everybody of staff keeps of their own account. Sessions have the words of the portal's account. */
export const account = {
  title: 'Your sessions',
} as const
