/** The control page as a whole: the order desk beside what it tells the portal. */
import { CUSTOMERS } from '../demo/customers.ts'
import type { ControlDeps } from '../control.ts'
import { icon, type Markup, markup } from './markup.ts'
import { customerTabs, openCounts, orderList, SHOWN, type View } from './order-list.ts'
import { deliveryList, faultSwitches } from './side.ts'

export function page(deps: ControlDeps, view: View): string {
  return markup`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>Halden order desk (sandbox)</title>
  <link rel="icon" href="/desk/favicon.svg" type="image/svg+xml">
  <link rel="stylesheet" href="/desk/desk.css">
  <script type="module" src="/desk/desk.js"></script>
</head>
<body>
  <a class="btn skip" href="#main">Skip to orders</a>
  <header class="top">
    <span class="mark" aria-hidden="true">H</span>
    <span class="name">Halden order desk</span>
    <span class="sandbox-mark">Sandbox</span>
    <span class="what-is meta">stands in for the operator’s order system</span>
    <a class="jump" href="#told">Webhooks</a>
    <span class="live" id="live" data-state="on">Live</span>
  </header>
  <div class="app">
    <main id="main" tabindex="-1">${desk(deps, view)}</main>
    <aside>
      <section class="section" aria-labelledby="told"><header><h2 id="told" tabindex="-1">Webhooks sent</h2></header>
        <div id="deliveries">${deliveryList(deps.deliveries)}</div></section>
      <section class="section" aria-labelledby="wrong"><header><h2 id="wrong">Make it fail</h2></header>
        <div id="faults">${faultSwitches(deps.faults)}</div></section>
      <p class="meta">The same as JSON at <a class="link" href="/control/orders?limit=20">/control</a>.</p>
    </aside>
  </div>
  <dialog id="sheet" class="sheet" aria-labelledby="sheet-title"></dialog>
  ${newOrderDialog(view)}
  <p id="said" class="said" role="status" aria-live="polite"></p>
</body>
</html>`.html
}

/** The part that changes with customer, search and filter. */
export function desk({ store }: ControlDeps, view: View): Markup {
  const count = openCounts(store).get('') ?? 0
  const options = Object.entries(SHOWN).map(
    ([id, { label }]) =>
      markup`<option value="${id}"${id === view.show && markup` selected`}>${label}</option>`,
  )
  return markup`<div class="head"><div><h1>Orders</h1>
      <p>${count} on the move. What you do here reaches the portal as a signed webhook.</p></div>
      <button class="btn primary" type="button" data-new data-key="new">${icon('plus')}Place order</button></div>
    ${customerTabs(store, view)}
    <form class="filter" role="search" id="filter">
      <input type="hidden" name="customer" value="${view.customer}">
      <label class="input search">${icon('search')}<span class="sr">Search orders</span>
        <input name="q" type="search" value="${view.q}" placeholder="Number, title, site or reference" autocomplete="off" data-key="q"></label>
      <label><span class="sr">Show</span><select class="input" name="show" data-key="show">${options}</select></label>
    </form>
    <div id="orders">${orderList(store, view)}</div>`
}

function newOrderDialog(view: View): Markup {
  const options = CUSTOMERS.map(
    ({ id, name }) =>
      markup`<option value="${id}"${id === view.customer && markup` selected`}>${name}</option>`,
  )
  const field = (name: string, label: string, hint: string) =>
    markup`<label class="field"><span>${label}</span><input class="input" name="${name}" maxlength="200" placeholder="${hint}"></label>`
  return markup`<dialog id="new" class="box" aria-labelledby="new-title"><form data-form="place">
    <h2 id="new-title">Place an order</h2>
    <p class="soft">What you leave empty is chosen the way this customer usually orders.</p>
    <label class="field"><span>Customer</span><select class="input" name="customer">${options}</select></label>
    ${field('title', 'What', 'Steam trap kit, 48 pieces')}
    ${field('site', 'Goes to', 'North, Mill Lane')}
    ${field('reference', 'Customer’s reference', 'PO 4402')}
    <div class="actions end"><button class="btn" type="button" data-close>Not now</button>
      <button class="btn primary">Place order</button></div></form></dialog>`
}
