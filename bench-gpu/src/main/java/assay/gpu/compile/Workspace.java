package assay.gpu.compile;

import assay.core.program.Tensor;
import assay.gpu.driver.Context;
import assay.gpu.driver.DeviceMemory;
import assay.gpu.driver.Gpu;
import assay.gpu.driver.Kernel;
import assay.gpu.driver.PinnedMemory;
import assay.gpu.driver.Scope;
import assay.gpu.driver.Stream;
import java.lang.foreign.MemorySegment;
import java.util.function.ToLongFunction;

/** What steps are made from: the addresses of a program's tensors, kernels, memory of their own. */
public final class Workspace {
  private final Context context;
  private final Scope scope;
  private final Stream stream;
  private final PinnedMemory staging;
  private final ToLongFunction<Tensor> addresses;
  private final PtxModules modules;

  /**
   * A workspace whose resources live as long as {@code scope}.
   *
   * @param addresses where each tensor lies on the device
   */
  public Workspace(
      Context context,
      Scope scope,
      Stream stream,
      PinnedMemory staging,
      ToLongFunction<Tensor> addresses) {
    this.context = context;
    this.scope = scope;
    this.stream = stream;
    this.staging = staging;
    this.addresses = addresses;
    this.modules = new PtxModules(context, scope);
  }

  /** The device. */
  public Gpu gpu() {
    return context.gpu();
  }

  /** Where a tensor lies on the device. */
  public long address(Tensor tensor) {
    return addresses.applyAsLong(tensor);
  }

  /** A kernel of ours. */
  public Kernel kernel(String module, String name) {
    return modules.kernel(module, name);
  }

  /**
   * Memory that lives as long as the program; its contents are undefined.
   *
   * @param bytes at least 1
   */
  public long scratch(long bytes, String purpose) {
    return scope.add(context.allocate(bytes, purpose)).address();
  }

  /** A table on the device that lives as long as the program. */
  public long table(byte[] contents, String purpose) {
    DeviceMemory memory = scope.add(context.allocate(contents.length, purpose));
    stream.upload(MemorySegment.ofArray(contents), memory, staging, purpose);
    return memory.address();
  }
}
