package assay.gpu.driver;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;

/** Kernels that the driver has compiled for its device. */
public final class KernelModule extends Resource {
  private final String name;
  private final CUmodule module;
  private final Map<String, Kernel> kernels = new HashMap<>();

  private KernelModule(Ledger ledger, String name, CUmodule module) {
    super(ledger, "module");
    this.name = name;
    this.module = module;
  }

  static KernelModule load(Ledger ledger, String name, byte[] ptx) {
    CUmodule module = new CUmodule();
    // The driver reads up to a terminating zero.
    byte[] text = Arrays.copyOf(ptx, ptx.length + 1);
    CudaException.check(
        JCudaDriver.cuModuleLoadData(module, text), "cuModuleLoadData", "kernels " + name);
    return new KernelModule(ledger, name, module);
  }

  /** The kernel of that name. */
  public Kernel kernel(String kernel) {
    return kernels.computeIfAbsent(kernel, this::find);
  }

  private Kernel find(String kernel) {
    CUfunction function = new CUfunction();
    CudaException.check(
        JCudaDriver.cuModuleGetFunction(function, module, kernel),
        "cuModuleGetFunction",
        kernel + " in " + name);
    return new Kernel(kernel, function, 0);
  }

  @Override
  void release() {
    CudaException.check(JCudaDriver.cuModuleUnload(module), "cuModuleUnload", "kernels " + name);
  }
}
