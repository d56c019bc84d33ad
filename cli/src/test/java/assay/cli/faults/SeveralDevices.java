package assay.cli.faults;

import assay.core.availability.Availability;
import assay.core.availability.Remedy.Advice;
import assay.core.device.Device;
import assay.core.program.Program;
import assay.core.spi.DeviceTarget;
import assay.core.spi.Devices;
import assay.core.spi.Executable;
import assay.core.spi.TargetName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A target with three devices: number 0 is right, number 1 computes wrong, and number 2 is another
 * one in a fork than when it was probed. Registered in META-INF/services.
 */
public final class SeveralDevices extends ScriptedTarget implements DeviceTarget {
  /** System property that chooses a device for the target's name alone. */
  public static final String CHOSEN = "assay.test.device";

  /** System property without which its devices can be listed; its value is why they cannot. */
  public static final String UNLISTED = "assay.test.unlisted";

  private static final String ID = "several";
  private static final Devices ALL =
      new Devices(
          List.of(entry(0, "SEV-aa0123456789"), entry(1, "SEV-ab0123456789"), entry(2, "SEV-b0")));

  private final @Nullable String device;

  /** Under its name alone. */
  public SeveralDevices() {
    this(null);
  }

  private SeveralDevices(@Nullable String device) {
    super(new TargetName(ID, device).toString());
    this.device = device;
  }

  private static Devices.Entry entry(int number, String uniqueName) {
    return new Devices.Entry(number, uniqueName, "test device in slot " + (10 + number));
  }

  @Override
  public Availability<Devices> devices() {
    String why = System.getProperty(UNLISTED);
    return why == null
        ? new Availability.Available<>(ALL)
        : new Availability.Unavailable<>(why, new Advice("ask again"));
  }

  /** So that the process that lists them knows too. */
  @Override
  public List<String> jvmArgs() {
    String why = System.getProperty(UNLISTED);
    return why == null ? List.of() : List.of("-D" + UNLISTED + "=" + why);
  }

  @Override
  public Optional<String> chosenDevice() {
    return Optional.ofNullable(System.getProperty(CHOSEN));
  }

  @Override
  public SeveralDevices on(String name) {
    if (!name.matches("[0-9]+|SEV-[0-9a-f]+")) {
      throw new IllegalArgumentException("'" + name + "' is neither number nor SEV-…");
    }
    return new SeveralDevices(name);
  }

  private Availability<Devices.Entry> match() {
    return ALL.match(device != null ? device : chosenDevice().orElse(FIRST));
  }

  @Override
  public Availability<Device> probe() {
    return switch (match()) {
      case Availability.Unavailable<Devices.Entry> none -> none.as();
      case Availability.Available<Devices.Entry>(Devices.Entry found) -> {
        boolean moved = found.number() == 2 && System.getProperty("assay.fork.report") != null;
        yield new Availability.Available<>(
            new Device.Hardware(
                "test device",
                Map.of(
                    "ordinal",
                    found.number() + " of " + ALL.all().size(),
                    Device.DEVICE_UUID_HASH,
                    moved ? "moved" : "exemplar-" + found.number())));
      }
    };
  }

  @Override
  Executable executable(Program program, Executable right, Script script) {
    boolean wrong = match().map(d -> d.number() == 1).orElse(false);
    return super.executable(program, right, wrong ? Script.of(Fault.NOT_A_NUMBER) : script);
  }
}
