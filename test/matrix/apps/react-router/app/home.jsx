export default function Home() {
  return <h1>Link an account</h1>;
}
