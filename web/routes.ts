/** Every page by its path. Everything of a tenant lies below `/t/:tenant`, everything of staff below `/admin`. */
import { index, route, type RouteConfig } from '@react-router/dev/routes'

export default [
  index('portal/landing.tsx'),
  route('sign-in', 'portal/sign-in/page.tsx', { id: 'sign-in' }),
  route('sign-in/sso', 'portal/sign-on/page.tsx', { id: 'sign-on' }),
  route('sign-in/refused', 'portal/sign-on/refused.tsx'),
  route('sign-in/link', 'portal/sign-on/link.tsx'),
  route('gate', 'portal/gate/page.tsx'),
  route('sign-out', 'portal/sign-in/sign-out.ts'),
  route('t/:tenant', 'portal/shell/layout.tsx', { id: 'tenant' }, [
    index('portal/home/redirect.ts'),
    route('home', 'portal/home/page.tsx'),
    route('orders', 'portal/orders/page.tsx'),
    route('orders/:id', 'portal/order/page.tsx'),
    route('invoices', 'portal/invoices/page.tsx'),
    route('invoices/:id', 'portal/invoice/page.tsx'),
    route('company', 'portal/company/page.tsx'),
    route('settings', 'portal/settings/layout.tsx', { id: 'settings' }, [
      index('portal/settings/first.ts'),
      route('security', 'portal/settings/security/page.tsx'),
      route('sign-on', 'portal/settings/sign-on/page.tsx', { id: 'settings-sign-on' }),
    ]),
    route('*', 'portal/missing.tsx', { id: 'missing-in-tenant' }),
  ]),
  route('admin/sign-in', 'admin/door/page.tsx', { id: 'staff-sign-in' }),
  route('admin/sign-out', 'admin/door/sign-out.ts'),
  route('admin', 'admin/shell/layout.tsx', { id: 'console' }, [
    index('admin/connections/page.tsx'),
    route('connections/:id', 'admin/connection/page.tsx'),
    route('inbox', 'admin/inbox/page.tsx'),
    route('inbox/:id', 'admin/event/page.tsx'),
    route('unmapped', 'admin/unmapped/page.tsx'),
    route('tenants', 'admin/tenants/page.tsx'),
    route('tenants/search', 'admin/unmapped/tenant-search.ts'),
    route('*', 'admin/missing.tsx'),
  ]),
  route('*', 'portal/missing.tsx'),
] satisfies RouteConfig
