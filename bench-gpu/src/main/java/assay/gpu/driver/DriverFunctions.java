package assay.gpu.driver;

import assay.core.ffi.Binder;
import assay.core.ffi.NativeFunction;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import jcuda.driver.CUresult;

/** The functions of the CUDA driver that are not called through JCuda; each returns a CUresult. */
interface DriverFunctions {
  /** The function that JCuda does not know. */
  String ENCODE = "cuTensorMapEncodeTiled";

  /** For the driver's library. */
  Binder<DriverFunctions> BINDER =
      Binder.of(DriverFunctions.class, MethodHandles.lookup())
          .absentReturns(CUresult.CUDA_ERROR_NOT_FOUND);

  /** JCuda answers the driver's absence with a half-initialised class, so this comes first. */
  @NativeFunction("cuInit")
  int init(int flags);

  /** From CUDA 12.0 on. */
  @NativeFunction(ENCODE)
  int tensorMapEncodeTiled(
      MemorySegment map,
      int type,
      int rank,
      MemorySegment address,
      MemorySegment extents,
      MemorySegment strides,
      MemorySegment box,
      MemorySegment steps,
      int interleave,
      int swizzle,
      int promotion,
      int fill);
}
