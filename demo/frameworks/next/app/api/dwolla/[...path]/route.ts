import { handler } from '../../../../lib/handler';

export { handler as GET, handler as POST, handler as OPTIONS };
