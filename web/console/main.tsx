import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';

const place = document.getElementById('console');
if (place === null) throw new Error('the page has no place for the console');
createRoot(place).render(
  <StrictMode>
    <h1>案结 Anjie</h1>
  </StrictMode>,
);
