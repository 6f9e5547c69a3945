import type { ComponentChildren } from 'preact';
import { render } from 'preact-render-to-string';

export interface PageContent {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A whole page as HTML. What is written into it is escaped; it runs nothing and fetches nothing. */
export function htmlOf({ title, children }: PageContent): string {
  const page = (
    <html lang="zh-CN">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{title}</title>
      </head>
      <body>{children}</body>
    </html>
  );
  return `<!doctype html>\n${render(page)}`;
}
