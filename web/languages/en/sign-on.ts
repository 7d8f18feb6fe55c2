/** Single sign-on before there is a session. */
export const signOn = {
  title: 'Single sign-on',
  lead: 'Your company may have its own way to sign in here.',
  leadTo: 'Sign in to {{tenant}} with the account you have at your company.',
  with: 'Continue with {{provider}}',
  email: 'Work e-mail',
  continue: 'Continue',
  password: 'Sign in with a password instead',
  unknown: 'No single sign-on is set up for this address. Sign in with your password instead.',
  refused: {
    title: 'You could not be signed in',
    again: 'Back to sign-in',
    id: 'If you ask somebody for help, name this id: {{id}}',
    request:
      'This sign-in took too long, was used already, or was begun in another browser. Please start again.',
    status: 'Your company’s sign-on did not confirm who you are. Please try again, or ask your IT.',
    provider_off: 'This single sign-on is not in use. Sign in with your password, or ask your IT.',
    provider_unavailable:
      'Your company’s sign-on does not answer right now. Please try again in a few minutes.',
    removed: 'You do not have access any more. Ask an administrator of your company to invite you.',
    address:
      'Your company’s sign-on did not name an address that belongs to your company. Please ask your IT.',
    invalid: 'What your company’s sign-on answered could not be accepted. Please ask your IT.',
  },
  link: {
    title: 'Is this account yours?',
    lead: 'There is an account for {{email}} already. Show once that it is yours, and {{provider}} of {{tenant}} signs you in from now on.',
    password: 'Password of that account',
    connect: 'Connect and sign in',
    connecting: 'Connecting',
    mail: 'Send me a link instead',
    mailed: 'A link is on its way to {{email}}. Open it in this browser within 15 minutes.',
    refused: 'This is not the password of that account.',
    too_many_tries: 'Too many tries. Please wait 15 minutes.',
    gone: 'Please start again',
    goneHelp: 'This question was answered already, or it is too old.',
  },
} as const
