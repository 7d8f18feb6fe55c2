/** What stands between somebody who is signed in and a company that asks for more. */
export const gate = {
  title: {
    mfa: 'One more step',
    sso: 'Use your company’s sign-on',
    sign_in: 'Please sign in again',
  },
  why: {
    mfa: '{{tenant}} asks everybody for a second factor.',
    sso: '{{tenant}} has its people sign in through its own single sign-on.',
    sign_in:
      'You signed in through another company. For {{tenant}}, sign in with your own password or its sign-on.',
  },
  signedInAs: 'You are signed in as {{email}}.',
  again: 'Sign in again',
  sso: 'Continue with single sign-on',
  show: 'Show yours, and you are in.',
  setUp: 'You have none yet. Set one up now: it takes a minute, and then you are in.',
  app: 'An authenticator app',
  appHelp: 'A code from your phone, each time you sign in.',
  passkey: 'A passkey',
  passkeyHelp: 'Your fingerprint, face, PIN or security key.',
  goOn: 'Go on to {{tenant}}',
} as const
