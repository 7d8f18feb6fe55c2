/** Words that belong to no single page: time, numbers, states and the names of sources. */
export const common = {
  tryAgain: 'Try again',
  close: 'Close',
  dismiss: 'Dismiss',
  newWindow: ', opens a new window',
  all: 'All',
  yes: 'Yes',
  none: 'None',
  source: { orders: 'Orders', hubspot: 'CRM', stripe: 'Stripe' },
  number: {
    n1: 'one',
    n2: 'two',
    n3: 'three',
    n4: 'four',
    n5: 'five',
    n6: 'six',
    n7: 'seven',
    n8: 'eight',
    n9: 'nine',
  },
  time: {
    justNow: 'just now',
    seconds: '{{n}} s ago',
    minutes: '{{n}} min ago',
    hours: '{{n}} h ago',
    today: 'Today {{time}}',
    yesterday: 'Yesterday {{time}}',
    dayAt: '{{day}}, {{time}}',
  },
  fresh: {
    seen: '{{source}}, {{when}}',
    never: '{{source}}, not yet loaded',
  },
  stale: {
    system: { orders: 'The order system', hubspot: 'The CRM', stripe: 'Stripe' },
    stale:
      '{{system}} has not answered since {{time}}. You see what was true then; we keep trying.',
    down: '{{system}} cannot be reached since {{time}}. You see what was true then; we keep trying.',
    never: {
      orders: 'Orders are being loaded for the first time. They appear here by themselves.',
      hubspot:
        'Company and contacts are being loaded for the first time. They appear here by themselves.',
      stripe: 'Invoices are being loaded for the first time. They appear here by themselves.',
    },
  },
  live: {
    live: 'Live',
    connecting: 'Connecting',
    reconnecting: 'Reconnecting',
    offline: 'Offline',
    help: {
      live: 'Changes appear here as they happen.',
      connecting: 'Opening the live connection.',
      reconnecting:
        'The live connection was lost; we are trying again. What you see may be behind.',
      offline: 'Your device is offline. What you see may be behind.',
    },
  },
  state: {
    received: 'Received',
    confirmed: 'Confirmed',
    in_production: 'In production',
    packed: 'Packed',
    in_transit: 'In transit',
    delivered: 'Delivered',
    cancelled: 'Cancelled',
  },
  daysLate_one: '{{number}} day late',
  daysLate_other: '{{number}} days late',
  was: 'was {{date}}',
  onTime: 'on time',
  noDate: 'No date yet',
} as const
