/** The control page as a whole: one place of the desk beside what the systems tell the portal. */
import { icon, type Markup, markup } from './markup.ts'
import type { Place, Query } from './place.ts'

export interface PageParts {
  places: readonly Place[]
  place: Place
  query: Query
  deliveries: Markup
  faults: Markup
}

/** In this order: what is narrow has the last word. */
export const STYLES = ['base', 'frame', 'controls', 'lists', 'side', 'sheet', 'narrow'] as const

export function page({ places, place, query, deliveries, faults }: PageParts): string {
  const styles = STYLES.map(
    (name) => markup`<link rel="stylesheet" href="/desk/styles/${name}.css">`,
  )
  return markup`<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="color-scheme" content="light dark">
  <title>${place.label}, Halden desk (sandbox)</title>
  <link rel="icon" href="/desk/favicon.svg" type="image/svg+xml">
  ${styles}
  <script type="module" src="/desk/client/desk.js"></script>
</head>
<body data-topic="${place.topic}">
  <a class="btn skip" href="#main">Skip to ${place.label}</a>
  ${top(places, place)}
  <div class="app">
    <main id="main" tabindex="-1">${place.main(query)}</main>
    <aside>
      <section class="section" aria-labelledby="told"><header><h2 id="told" tabindex="-1">Webhooks sent</h2></header>
        <div id="deliveries">${deliveries}</div></section>
      <section class="section" aria-labelledby="wrong"><header><h2 id="wrong">Make it fail</h2></header>
        <div id="faults">${faults}</div></section>
      <p class="meta">The same as JSON at <a class="link" href="/control/orders?limit=20">/control</a>.</p>
    </aside>
  </div>
  <dialog id="sheet" class="sheet" aria-labelledby="sheet-title"></dialog>
  <dialog id="box" class="box" aria-labelledby="box-title"></dialog>
  <p id="said" class="said" role="status" aria-live="polite"></p>
</body>
</html>`.html
}

function top(places: readonly Place[], current: Place): Markup {
  const links = places.map(
    (place) =>
      markup`<a href="${place.path}"${place === current && markup` aria-current="page"`}>${icon(place.icon)}${place.label}</a>`,
  )
  return markup`<header class="top">
    <span class="mark" aria-hidden="true">H</span>
    <span class="name">Halden desk</span>
    <span class="sandbox-mark">Sandbox</span>
    <nav class="places" aria-label="Places">${links}</nav>
    <span class="what-is meta">${current.about}</span>
    <a class="jump" href="#told">Webhooks</a>
    <span class="live" id="live" data-state="on">Live</span>
  </header>`
}
