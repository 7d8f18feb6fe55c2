/** Where all tests of this machine keep workflow bundles: one lies under the hash of its sources, and takes seconds to make. */
import os from 'node:os'
import path from 'node:path'

export const bundleFolder = path.join(os.tmpdir(), 'portside-test-bundles')
