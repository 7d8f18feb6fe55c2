/** The second step at the console's door. */
export const step = {
  prove: {
    title: 'One more step',
    help: 'Type the code that your authenticator app shows for the console.',
  },
  enrol: {
    title: 'Set up your second factor',
    help: 'Everybody of staff signs in with a password and a code. Scan this with an authenticator app, then type the code it shows.',
  },
  recovery: {
    title: 'Keep these recovery codes',
    help: 'Each one lets you in once when you do not have your app. They are not shown again: keep them where only you find them.',
  },
  qr: 'QR code for an authenticator app',
  typeIt: 'Cannot scan? Type this into the app:',
  code: 'Code',
  codeOfApp: 'Code of the app',
  codeHelp: 'Without your app, use one of your recovery codes.',
  go: 'Sign in',
  turnOn: 'Turn on and sign in',
  checking: 'Checking',
  kept: 'I have kept them',
  problem: {
    title: 'This did not work',
    wrong: 'This code is not right, or it was used already. Wait for the next one.',
    tooMany: 'Too many tries. Wait a quarter of an hour, then sign in again.',
  },
} as const
