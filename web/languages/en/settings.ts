/** The settings of a tenant. */
export const settings = {
  title: 'Settings',
  parts: 'Parts of the settings',
  part: {
    people: 'People',
    roles: 'Roles',
    security: 'Security',
    'sign-on': 'Single sign-on',
    audit: 'Audit log',
  },
  save: 'Save',
  saving: 'Saving',
  saved: 'Saved. It holds from now on.',
  problem: {
    title: 'Nothing was changed.',
    invalid: 'One of the values is not possible. Please check them.',
    forbidden: 'Your role does not include this any more.',
    conflict: 'Somebody else changed this meanwhile. Look at it again, then decide.',
    unavailable: 'The portal cannot save right now. Please try again in a minute.',
    too_often: 'That was too often. Please wait a few minutes.',
  },
  security: {
    title: 'Security',
    intro:
      'What everybody has to meet who signs in for {{tenant}}. A change also holds for those who are signed in.',
    mfa: 'Ask everybody for a second factor',
    mfaHelp:
      'A code from an app, or a passkey. Whoever has none is asked to set one up before anything else.',
    idle: 'Sign out after no activity for',
    idleHelp: 'A minute before, the page asks. An open page alone is no activity.',
    absolute: 'Sign out in any case after',
    absoluteHelp: 'However active somebody is.',
    minutes_one: '{{count}} minute',
    minutes_other: '{{count}} minutes',
    hours_one: '{{count}} hour',
    hours_other: '{{count}} hours',
    ownFactor:
      'Set up your own second factor first and sign in with it: nobody should be locked out by their own rule.',
  },
} as const
