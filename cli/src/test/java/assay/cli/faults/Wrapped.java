package assay.cli.faults;

import assay.core.program.HostTensor;
import assay.core.program.Tensor;
import assay.core.spi.Executable;
import java.util.OptionalLong;

/** Hands every call on to a right executable. */
class Wrapped implements Executable {
  final Executable right;

  Wrapped(Executable right) {
    this.right = right;
  }

  @Override
  public void write(HostTensor value) {
    right.write(value);
  }

  @Override
  public void select(int set) {
    right.select(set);
  }

  @Override
  public void execute() {
    right.execute();
  }

  @Override
  public HostTensor read(Tensor tensor) {
    return right.read(tensor);
  }

  @Override
  public OptionalLong deviceNanos() {
    return right.deviceNanos();
  }

  @Override
  public String engine() {
    return right.engine();
  }

  @Override
  public void close() {
    right.close();
  }
}
