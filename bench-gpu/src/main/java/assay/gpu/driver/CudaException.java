package assay.gpu.driver;

import assay.core.spi.TargetException;
import java.util.Locale;
import jcuda.driver.CUresult;

/** A call of the CUDA driver failed; the message names the call, what it was for, and the code. */
public final class CudaException extends TargetException {
  private static final long serialVersionUID = 1L;

  private final int code;

  private CudaException(String message, int code) {
    super(message);
    this.code = code;
  }

  /** The driver's code, see {@link CUresult}. */
  public int code() {
    return code;
  }

  /**
   * Returns if the code is {@code CUDA_SUCCESS}.
   *
   * @param call name of the driver's function
   * @param purpose what it was called for, in the form that follows "for"
   * @throws CudaException otherwise
   */
  static void check(int code, String call, String purpose) {
    if (code != CUresult.CUDA_SUCCESS) {
      throw new CudaException(
          String.format(
              Locale.ROOT, "%s for %s failed with %s%s", call, purpose, name(code), advice(code)),
          code);
    }
  }

  /** The code's name and number, for example {@code CUDA_ERROR_OUT_OF_MEMORY (2)}. */
  static String name(int code) {
    String name = CUresult.stringFor(code);
    return name.startsWith("CUDA_") ? name + " (" + code + ")" : "code " + code;
  }

  private static String advice(int code) {
    return switch (code) {
      case CUresult.CUDA_ERROR_OUT_OF_MEMORY ->
          ": use smaller shapes, or end other processes that use the device (nvidia-smi lists"
              + " them)";
      case CUresult.CUDA_ERROR_DEVICE_UNAVAILABLE ->
          ": another process has exclusive use of the device; end it, or set compute mode DEFAULT";
      case CUresult.CUDA_ERROR_UNSUPPORTED_PTX_VERSION, CUresult.CUDA_ERROR_INVALID_PTX ->
          ": the driver is too old for the kernels; install a newer one";
      case CUresult.CUDA_ERROR_NO_BINARY_FOR_GPU ->
          ": the device is older than sm_80, which the kernels need";
      case CUresult.CUDA_ERROR_ECC_UNCORRECTABLE ->
          ": the device's memory is faulty; check 'nvidia-smi -q -d ECC'";
      default -> "";
    };
  }
}
