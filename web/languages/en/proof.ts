/** Showing who one is: a code, a recovery code, a passkey or the password once more. */
export const proof = {
  code: 'Code from your app',
  codeHelp: 'Six digits; a new one comes every 30 seconds.',
  recovery: 'Recovery code',
  recoveryHelp: 'One of the ten you kept. Each works once.',
  password: 'Password',
  submit: 'Go on',
  pending: 'Checking',
  other: 'Another way',
  way: {
    totp: 'Use a code from your app',
    passkey: 'Use a passkey',
    recovery: 'Use a recovery code',
    password: 'Use your password',
  },
  passkey: 'Use a passkey',
  passkeyHelp: 'Your device asks for your fingerprint, face or PIN, or for your security key.',
  waiting: 'Waiting for your device',
  cancelled: 'The passkey was not used. Try again, or choose another way.',
  unsupported: 'This browser has no passkeys. Choose another way.',
  error: {
    wrong: 'That is not right, or it was used before. Try again.',
    refused: 'That does not do here. Choose another way.',
    tooMany_one: 'Too many tries. Wait {{number}} minute, then try again.',
    tooMany_other: 'Too many tries. Wait {{number}} minutes, then try again.',
  },
} as const
