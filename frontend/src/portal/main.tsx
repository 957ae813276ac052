import 'bootstrap/dist/css/bootstrap.min.css'
import './styles/index.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { createBrowserRouter } from 'react-router'
import { followOtherTabs } from '@/lib/api/other-tabs'
import { mintToken } from '@/lib/api/session'
import { followSystemTheme } from '@/lib/theme'
import { Providers } from './providers'
import { routes } from './routes'

followSystemTheme()
followOtherTabs()
// The session store reports the outcome; the guards read it there.
mintToken().catch(() => undefined)

const root = document.getElementById('root')
if (!root) throw new Error('The page has no root element.')
createRoot(root).render(
  <StrictMode>
    <Providers>
      <RouterProvider router={createBrowserRouter(routes)} />
    </Providers>
  </StrictMode>,
)
