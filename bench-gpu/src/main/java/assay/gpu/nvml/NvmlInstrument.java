package assay.gpu.nvml;

import assay.core.telemetry.Channel;
import assay.core.telemetry.Facts;
import assay.core.telemetry.Instrument;
import assay.core.telemetry.Readings;
import java.lang.foreign.Arena;
import java.util.List;

/** All devices that NVML can read. */
final class NvmlInstrument implements Instrument {
  private final Nvml nvml;
  private final Arena arena;
  private final List<Device> devices;
  private final List<Channel> channels;
  private final boolean standIn;
  private boolean closed;

  /**
   * Takes over an initialised NVML.
   *
   * @param arena closed with the instrument
   * @param standIn whether the library is not that of the driver
   */
  NvmlInstrument(Nvml nvml, Arena arena, List<Device> devices, boolean standIn) {
    this.nvml = nvml;
    this.arena = arena;
    this.devices = List.copyOf(devices);
    this.channels = devices.stream().flatMap(device -> device.channels().stream()).toList();
    this.standIn = standIn;
  }

  @Override
  public List<Channel> channels() {
    return channels;
  }

  @Override
  public void read(Readings into) {
    if (closed) {
      for (int i = 0; i < channels.size(); i++) {
        into.missing(i, "the instrument is closed");
      }
      return;
    }
    int at = 0;
    for (Device device : devices) {
      at = device.read(at, into);
    }
  }

  @Override
  public Facts facts() {
    return closed ? Facts.none() : NvmlFacts.of(nvml, devices, standIn);
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    devices.forEach(device -> device.xids().close());
    nvml.shutdown();
    arena.close();
  }
}
