/** The list of orders. */
export const orders = {
  title: 'Orders',
  csvHelp: 'Download {{number}} orders as CSV',
  views: { all: 'All', moving: 'On the move', late: 'Late', delivered: 'Delivered' },
  search: 'Search these orders',
  filter: {
    state: 'State',
    site: 'Site',
    placed: 'Placed',
    apply_one: 'Show {{number}} order',
    apply_other: 'Show {{number}} orders',
    noSites: 'No order names a site.',
  },
  sort: {
    number: 'Order',
    state: 'State',
    delivery: 'Delivery',
    total: 'Total',
    changed: 'Changed',
    placed: 'Placed',
  },
  column: { title: 'Contents', reference: 'Your reference' },
  count_one: '{{number}} order',
  count_other: '{{number}} orders',
  loading: 'Loading orders',
  failed: 'Orders could not be loaded',
  empty: {
    title: 'No orders yet',
    help: 'Orders placed with {{operator}} appear here by themselves, with every step from the works to your door.',
  },
  noneInView: {
    moving: 'Nothing is on the move',
    late: 'Nothing is late',
    delivered: 'Nothing has been delivered yet',
    help: 'As soon as an order belongs here, it appears by itself.',
    action: 'Show all orders',
  },
} as const
