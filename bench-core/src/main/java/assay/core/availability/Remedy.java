package assay.core.availability;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What would help, as data. Remedies name no Assay command or option; the front end adds those for
 * {@link Change} and {@link Use}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Remedy.Install.class, name = "install"),
  @JsonSubTypes.Type(value = Remedy.Packages.class, name = "packages"),
  @JsonSubTypes.Type(value = Remedy.Permit.class, name = "permit"),
  @JsonSubTypes.Type(value = Remedy.LoadModule.class, name = "loadModule"),
  @JsonSubTypes.Type(value = Remedy.SetVariable.class, name = "setVariable"),
  @JsonSubTypes.Type(value = Remedy.UnsetVariable.class, name = "unsetVariable"),
  @JsonSubTypes.Type(value = Remedy.JvmOption.class, name = "jvmOption"),
  @JsonSubTypes.Type(value = Remedy.Wait.class, name = "wait"),
  @JsonSubTypes.Type(value = Remedy.Change.class, name = "change"),
  @JsonSubTypes.Type(value = Remedy.Use.class, name = "use"),
  @JsonSubTypes.Type(value = Remedy.Advice.class, name = "advice"),
  @JsonSubTypes.Type(value = Remedy.AnyOf.class, name = "anyOf"),
  @JsonSubTypes.Type(value = Remedy.AllOf.class, name = "allOf")
})
public sealed interface Remedy {
  /** A phrase in the imperative, without a full stop. */
  String text();

  /** {@link #text}, or null if there is no remedy. */
  static @Nullable String textOf(@Nullable Remedy remedy) {
    return remedy == null ? null : remedy.text();
  }

  /**
   * Install software.
   *
   * @param what such as {@code a newer NVIDIA driver}
   */
  record Install(String what) implements Remedy {
    @Override
    public String text() {
      return "install " + what;
    }
  }

  /**
   * Install operating system packages.
   *
   * @param debian Debian package names
   */
  record Packages(List<String> debian) implements Remedy {
    public Packages {
      debian = List.copyOf(debian);
    }

    @Override
    public String text() {
      return "apt-get install -y " + String.join(" ", debian);
    }
  }

  /**
   * Grant this user read access to files.
   *
   * @param path one or more files, as a shell pattern
   */
  record Permit(String path) implements Remedy {
    @Override
    public String text() {
      return "run 'sudo chmod a+r " + path + "', or run as root";
    }
  }

  /**
   * Load kernel modules.
   *
   * @param modules in load order
   * @param note where they apply and what the kernel needs; may be empty
   */
  record LoadModule(List<String> modules, String note) implements Remedy {
    public LoadModule {
      modules = List.copyOf(modules);
    }

    @Override
    public String text() {
      String load =
          (modules.size() > 1 ? "sudo modprobe -a " : "sudo modprobe ") + String.join(" ", modules);
      return note.isEmpty() ? load : load + " (" + note + ")";
    }
  }

  /**
   * Set an environment variable.
   *
   * @param value the value, or a description of it
   */
  record SetVariable(String name, String value) implements Remedy {
    @Override
    public String text() {
      return "set " + name + " to " + value;
    }
  }

  /**
   * Unset an environment variable.
   *
   * @param purpose why, such as {@code to use the driver's}
   */
  record UnsetVariable(String name, String purpose) implements Remedy {
    @Override
    public String text() {
      return "unset " + name + " " + purpose;
    }
  }

  /**
   * Start the JVM with an option.
   *
   * @param option such as {@code --enable-native-access=ALL-UNNAMED}
   */
  record JvmOption(String option) implements Remedy {
    /** Native access for all code on the class path. */
    public static final JvmOption NATIVE_ACCESS =
        new JvmOption("--enable-native-access=ALL-UNNAMED");

    @Override
    public String text() {
      return "start the JVM with " + option;
    }
  }

  /**
   * Wait and try again.
   *
   * @param text such as {@code try again in a moment}
   */
  record Wait(String text) implements Remedy {}

  /**
   * Change a run setting.
   *
   * @param text such as {@code raise the run's budget}
   */
  record Change(Setting setting, String text) implements Remedy {}

  /**
   * Use another function of this program.
   *
   * @param text such as {@code fetch the data set}
   */
  record Use(Task task, String text) implements Remedy {
    /** For what can only be a bug in Assay. */
    public static final Use REPORT =
        new Use(Task.DIAGNOSE, "report this as a bug, with what is found on this machine");
  }

  /**
   * Do something outside this program.
   *
   * @param text what, in full
   */
  record Advice(String text) implements Remedy {}

  /** Any one of these. */
  record AnyOf(List<Remedy> remedies) implements Remedy {
    public AnyOf {
      remedies = List.copyOf(remedies);
    }

    /** In the order given. */
    public AnyOf(Remedy... remedies) {
      this(List.of(remedies));
    }

    @Override
    public String text() {
      return joined(remedies, ", or ");
    }
  }

  /** All of these; each fixes a part of the problem. */
  record AllOf(List<Remedy> remedies) implements Remedy {
    public AllOf {
      remedies = List.copyOf(remedies);
    }

    @Override
    public String text() {
      return joined(remedies, "; ");
    }
  }

  /** What a user can set. */
  enum Setting {
    /** Which targets and devices are measured. */
    TARGET,
    /** Which workloads are measured. */
    WORKLOAD,
    /** Which precisions are measured. */
    PRECISION,
    /** How long a fork may take. */
    FORK_TIMEOUT,
    /** How long the run may take. */
    BUDGET,
    /** How long energy is measured. */
    ENERGY_WINDOW,
    /** The external power meter. */
    WALL_METER,
    /** The folder of the full data set. */
    DATA_FOLDER,
    /** Whether telemetry is read at all. */
    TELEMETRY
  }

  /** What a user can ask this program to do. */
  enum Task {
    /** Show what works on this machine and what does not. */
    DIAGNOSE,
    /** List targets and devices. */
    LIST_TARGETS,
    /** List telemetry sources and what they provide. */
    LIST_TELEMETRY,
    /** Fetch the full data set. */
    FETCH_DATA,
    /** Measure workloads. */
    RUN,
    /** Resume an interrupted run. */
    RESUME
  }

  private static String joined(List<Remedy> remedies, String between) {
    return remedies.stream().map(Remedy::text).distinct().collect(Collectors.joining(between));
  }
}
