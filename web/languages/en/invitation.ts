/** The page behind the link of an invitation. */
export const invitation = {
  title: 'Join {{tenant}}',
  by: '{{inviter}} invites you to the portal of {{operator}}.',
  as: 'You join as {{role}}, with {{email}}.',
  asOwn: 'You join as {{role}}, with {{email}}, and see your own records.',
  name: 'Your name',
  nameHelp: 'As your colleagues know you.',
  password: 'Choose a password',
  passwordHelp: 'At least 8 characters. A few words in a row are easy to keep.',
  join: 'Join {{tenant}}',
  joining: 'Joining',
  signIn: {
    help: 'There is an account with {{email}} already. Sign in with it, and you join without a new password.',
    action: 'Sign in to join',
  },
  sso: {
    help: '{{tenant}} signs in by its own single sign-on. There is no password to choose here.',
    action: 'Sign in by single sign-on',
  },
  other: {
    help: 'You are signed in as {{email}}. This invitation is for somebody else.',
    action: 'Sign out and open it again',
  },
  gone: {
    title: 'This invitation is not valid any more',
    help: 'It was used, withdrawn or has run out. Whoever invited you can send a new one.',
    action: 'Go to {{operator}}',
  },
  problem: {
    title: 'You have not joined yet.',
    name: 'Enter your name.',
    too_short: 'The password needs at least 8 characters.',
    too_long: 'The password is too long: 128 characters at most.',
    common: 'This password is one of those that are tried first. Choose another one.',
    personal: 'This password is made of your name or address. Choose another one.',
    busy: 'The portal is busy. Please try again in a moment.',
  },
} as const
