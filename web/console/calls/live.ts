import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/**
 * Reads again what has moved, as the API tells of it. Where no stream can be had, lists are read again each minute all
 * the same.
 */
export function useLive(isOn: boolean): void {
  const client = useQueryClient();
  useEffect(() => {
    if (!isOn) return;
    const stream = new EventSource('/api/events');
    const readAgain = (key: readonly string[]) => void client.invalidateQueries({ queryKey: key });
    stream.addEventListener('moved', (event: MessageEvent<string>) => {
      const { numbers } = JSON.parse(event.data) as { readonly numbers: readonly string[] };
      for (const number of numbers) readAgain(['case', number]);
      readAgain(['list']);
    });
    stream.addEventListener('refetch', () => {
      readAgain(['case']);
      readAgain(['list']);
    });
    return () => stream.close();
  }, [isOn, client]);
}
