package assay.report.nightly.simulate;

import assay.core.device.Device;
import assay.core.record.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A simulated host.
 *
 * @param number from 0; the nightly job starts ten minutes after that of the host before
 * @param noise its standard deviation between nights, in usual ones
 * @param gpu whether it has a GPU
 */
record SimulatedHost(int number, double noise, boolean gpu) {
  private static final String UUID_HASH = "9f2c41d07be3a865";

  String label() {
    return "lab-" + (number + 1);
  }

  List<SimulatedCell> cells() {
    List<SimulatedCell> cells = new ArrayList<>(SimulatedCell.CPU);
    if (gpu) {
      cells.addAll(SimulatedCell.GPU);
    }
    return cells;
  }

  Device.Hardware device(String target) {
    return target.equals(SimulatedCell.CUDA)
        ? new Device.Hardware("simulated GPU", Map.of(Device.DEVICE_UUID_HASH, UUID_HASH))
        : new Device.Hardware("simulated CPU " + number, Map.of());
  }

  /**
   * What the record says of it. Where the driver does not find the GPU, the PCI bus lists it all
   * the same, so the host is the same machine.
   *
   * @param updated whether the kernel and the drivers are the newer ones
   */
  RunRecord.Environment environment(boolean updated) {
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("machine", "simulated");
    identity.put("cpu.model", "simulated CPU " + number);
    identity.put("cpu.logical", "16");
    identity.put("memory.size", "64 GiB");
    identity.put("accelerators", gpu ? "simulated GPU class 0302 PCIe 4 x16" : "none");
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("kernel.release", updated ? "6.12.57" : "6.12.48");
    settings.put("cpu.governor", "performance");
    settings.put("jvm.version", "simulated");
    if (gpu) {
      settings.put("nvidia.driver", updated ? "580.82.07" : "580.65.06");
    }
    return RunRecord.Environment.of(
        label(),
        identity,
        settings,
        Map.of("run.note-1", "this run is simulated: nothing was measured"),
        List.of());
  }
}
