import { useParams } from 'react-router';

export function Added() {
  return <p role="status">Your account is ready: {useParams().id}</p>;
}
