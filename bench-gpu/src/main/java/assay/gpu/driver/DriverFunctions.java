package assay.gpu.driver;

import assay.core.ffi.Binder;
import assay.core.ffi.NativeFunction;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import jcuda.driver.CUresult;

/** The functions of the CUDA driver that are not called through JCuda; each returns a CUresult. */
interface DriverFunctions {
  /** The function that JCuda lacks. */
  String ENCODE = "cuTensorMapEncodeTiled";

  /** For the driver's library. */
  Binder<DriverFunctions> BINDER =
      Binder.of(DriverFunctions.class, MethodHandles.lookup())
          .absentReturns(CUresult.CUDA_ERROR_NOT_FOUND);

  /** Called first, because without a driver JCuda leaves a half-initialised class behind. */
  @NativeFunction("cuInit")
  int init(int flags);

  /** Since CUDA 12.0. */
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
