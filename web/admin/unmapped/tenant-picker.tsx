/** The combobox of tenants, fetched when a form needs it. */
import { createLazyPart } from '../../ui/float/lazy-part.tsx'
import type { TenantPickerProps } from './tenant-picker-body.tsx'

export const tenantPicker = createLazyPart<TenantPickerProps>(
  () => import('./tenant-picker-body.tsx'),
  <div className="h-64" />,
)
