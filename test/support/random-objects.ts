import { configureGlobal, readConfigureGlobal } from 'fast-check';
import { drawAtRandom } from './istio-verdict';

// To be imported by tests whose properties synthesise what they draw: as long as a property holds a drawn value, and no longer, nobody asks
// for a recorded verdict. Istio judges random services in test/conformance.
configureGlobal({ ...readConfigureGlobal(), beforeEach: () => drawAtRandom(true), afterEach: () => drawAtRandom(false) });
