/** What has broken systems like this one: SQL that ends a literal, texts that no column takes, numbers out of bounds. */

/** How a value leaves the place it is put into. */
const ENDINGS = ["'", '"', "')", "'))", '\\', "';", '', '%', "''", '`']
const SQL = [
  ' or 1=1 --',
  " or 'a'='a",
  ' union select null --',
  ' union all select id, tenant_id, number from orders --',
  '; select pg_sleep(5) --',
  ' || pg_sleep(5) || ',
  ' and 1=(select 1 from pg_sleep(5)) --',
  '; drop table orders; --',
  "; set app.tenant_id = '00000000-0000-0000-0000-000000000000' --",
  "; select set_config('app.tenant_id', '', false) --",
  '; set role portside_owner --',
  ' and 1/0 = 1 --',
  ' and cast(version() as int) = 1 --',
  ' order by 100 --',
  '/**/or/**/1=1',
  ' limit 1 offset 999999999999',
  '::int',
  ' similar to (((((a',
  " like '%_%_%_%_%_%_%",
  "->>'$.a'",
]

/** Two hundred: each ending with each statement. */
export const SQL_PAYLOADS: readonly string[] = ENDINGS.flatMap((end) => SQL.map((sql) => end + sql))

export const STRANGE_TEXTS: readonly string[] = [
  '../../../../etc/passwd',
  '..\\..\\win.ini',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'a\udfffb',
  '💥🇩🇪👩‍👩‍👧‍👦',
  '\u202Eevil\u2066',
  'مرحبا',
  '\uFEFF',
  '\r\nSet-Cookie: a=b',
  '\r\nBcc: evil@example.test',
  '%c0%ae%c0%ae/',
  '__proto__',
  'constructor',
  'toString',
  '{{7*7}}${7*7}<%= 7 %>',
  '</script><script>alert(1)</script>',
  '=HYPERLINK("https://evil.test")',
  '%_%_%_%_%_%_%_%_%_%_%_%_%',
  '(a+)+$',
  'x'.repeat(100),
  'x'.repeat(200_000),
]

export const STRANGE_NUMBERS: readonly unknown[] = [
  -1,
  0,
  1e9,
  1e12,
  1.5,
  -0,
  2 ** 53,
  '50',
  null,
  [],
  true,
]
