package assay.fpga;

import assay.fpga.discovery.Candidate;
import assay.fpga.discovery.Choice;
import assay.fpga.discovery.Unusable;
import assay.fpga.discovery.Vendor;
import assay.fpga.opencl.ClDevice;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One of the devices that there are to choose from.
 *
 * @param number its index in {@link Choice#devices}
 */
record Chosen(Choice<ClDevice> choice, int number) {
  Vendor vendor() {
    return choice.vendor();
  }

  Candidate<ClDevice> device() {
    return choice.devices().get(number);
  }

  /** For the record: which of several it is, and what gave no device in its place. */
  Map<String, String> details() {
    Map<String, String> details = new LinkedHashMap<>();
    if (choice.devices().size() > 1) {
      details.put("deviceNumber", String.valueOf(number));
      details.put("deviceCount", String.valueOf(choice.devices().size()));
    }
    if (!choice.unusable().isEmpty()) {
      details.put(
          "unusablePlatforms",
          choice.unusable().stream().map(Unusable::reason).collect(Collectors.joining("; ")));
    }
    return details;
  }
}
