package assay.gpu.library;

import java.lang.foreign.FunctionDescriptor;

/**
 * A C function of a library. Opaque handles, descriptors and device addresses are passed as 64-bit
 * numbers, which they are on every 64-bit platform; pointers to host memory as addresses.
 */
interface NativeFunction {
  /** Its name. */
  String symbol();

  /** Its parameters and result. */
  FunctionDescriptor signature();
}
