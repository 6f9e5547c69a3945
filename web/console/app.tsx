import { QueryClientProvider } from '@tanstack/react-query';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  RouterProvider,
} from '@tanstack/react-router';
import { useEffect, useMemo, useState } from 'react';
import { tellIn } from './calls/call';
import { newQueryClient } from './calls/queries';
import { filterOf } from './cases/filter';
import { compressionFilter, decidedFilter } from './dashboard/filters';
import { paymentFilter } from './finance/filter';
import { SecondFactorDoor } from './session/second-factor';
import { SessionGate } from './session/session';
import { LanguageContext } from './shell/language-switch';
import { NotThere } from './shell/not-there';
import { Shell } from './shell/shell';
import { keepLanguage, keptLanguage, wordsIn, WordsContext, type Language } from './words/language';
import { workFilterOf } from './work/filter';
import { WorkPage } from './work/work-page';

/* The pages of the console. All but the first are loaded when they are opened. */

const root = createRootRoute({ component: Shell, notFoundComponent: NotThere });
const routes = [
  createRoute({ getParentRoute: () => root, path: '/', validateSearch: workFilterOf, component: WorkPage }),
  createRoute({
    getParentRoute: () => root,
    path: '/cases',
    validateSearch: filterOf,
    component: lazyRouteComponent(() => import('./cases/cases-page'), 'CasesPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/cases/$number',
    component: lazyRouteComponent(() => import('./case/case-page'), 'CasePage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/open',
    component: lazyRouteComponent(() => import('./cases/open-page'), 'OpenPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/proposals',
    component: lazyRouteComponent(() => import('./office/proposals-page'), 'ProposalsPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/dashboard',
    validateSearch: compressionFilter,
    component: lazyRouteComponent(() => import('./dashboard/dashboard-page'), 'DashboardPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/dashboard/decided',
    validateSearch: decidedFilter,
    component: lazyRouteComponent(() => import('./dashboard/decided-page'), 'DecidedPage'),
  }),
  createRoute({
    getParentRoute: () => root,
    path: '/finance',
    validateSearch: paymentFilter,
    component: lazyRouteComponent(() => import('./finance/finance-page'), 'FinancePage'),
  }),
] as const;

const router = createRouter({ routeTree: root.addChildren(routes), basepath: '/console' });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

/** The whole console. */
export function App() {
  const [client] = useState(newQueryClient);
  return (
    <QueryClientProvider client={client}>
      <Spoken />
    </QueryClientProvider>
  );
}

/** Everything below is told in the language that was chosen; refusals of the API too, from the next on. */
function Spoken() {
  const [language, setLanguage] = useState<Language>(keptLanguage);
  const words = useMemo(() => wordsIn(language), [language]);
  useEffect(() => {
    tellIn(language);
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  }, [language]);
  const speak = (chosen: Language) => {
    keepLanguage(chosen);
    setLanguage(chosen);
  };
  return (
    <LanguageContext value={speak}>
      <WordsContext value={words}>
        <SecondFactorDoor>
          <SessionGate>
            <RouterProvider router={router} />
          </SessionGate>
        </SecondFactorDoor>
      </WordsContext>
    </LanguageContext>
  );
}
