package assay.gpu.library;

import assay.core.ffi.Binder;
import assay.core.ffi.NativeFunction;
import assay.core.ffi.StatusFunction;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;

/** The functions that report the libraries' versions; none needs a device. */
interface VersionFunctions {
  /** For any of the libraries. */
  Binder<VersionFunctions> BINDER =
      Binder.of(VersionFunctions.class, MethodHandles.lookup()).checking(CublasStatus::check);

  /** Since 12: 10000 × major + 100 × minor + patch; before: 1000 × major. */
  @NativeFunction("cublasLtGetVersion")
  long cublasLt();

  /** Writes a part of the version to an int: 0 major, 1 minor, 2 patch. */
  @StatusFunction("cublasGetProperty")
  void cublas(int part, MemorySegment value);

  /** 10000 × major + 100 × minor + patch. */
  @NativeFunction("cudnnGetVersion")
  long cudnn();

  /** 1000 × major + 10 × minor of the CUDA that cuDNN was built with. */
  @NativeFunction("cudnnGetCudartVersion")
  long cudnnCudart();

  /** Two ints; the status is 0 for success. */
  @NativeFunction("nvrtcVersion")
  int nvrtc(MemorySegment major, MemorySegment minor);
}
