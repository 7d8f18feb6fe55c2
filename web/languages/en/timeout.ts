/** Before a session ends, and when it has ended while a page was open. */
export const timeout = {
  title: 'Are you still there?',
  idle: 'You are signed out in {{time}}, since nothing has happened here for a while.',
  absolute:
    'You are signed out in {{time}}: a session ends after its longest time, however active it is. Save what you are doing.',
  said: '{{seconds}} seconds left.',
  stay: 'Stay signed in',
  understood: 'Understood',
  staying: 'One moment',
  failed: 'The portal did not answer. Try again.',
  ended: {
    title: 'You are signed out',
    help: 'What you typed on this page is still here. Sign in again in a new tab, then come back: the page goes on where it was.',
    signIn: 'Sign in again',
    check: 'I have signed in',
    notYet: 'You are not signed in yet.',
    leave: 'Leave this page',
  },
} as const
