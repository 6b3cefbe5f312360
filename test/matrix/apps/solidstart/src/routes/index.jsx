export default () => <h1>Link an account</h1>;
