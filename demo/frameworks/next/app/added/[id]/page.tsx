export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params;
  return <p role="status">Your account is ready: {id}</p>;
}
