import Head from 'next/head';
import Link from 'next/link';

export default function App({ Component, pageProps }) {
  return (
    <>
      <Head>
        <title>Linked accounts</title>
        <link rel="icon" href="data:," />
      </Head>
      <p>
        <Link href="/plaid">A bank, with Plaid</Link> <Link href="/visa">A bank, with Visa</Link>
      </p>
      <Component {...pageProps} />
    </>
  );
}
