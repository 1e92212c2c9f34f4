import Foundation

/// A Python with h5py and xarray, with which a reader without our software opens traces.
enum Python {
    /// The one that `CHRYSALIS_PYTHON` names, else the one that `scripts/python-environment` sets up; nil where neither can be had.
    static let path: String? = {
        let root = URL(fileURLWithPath: ShippedScenarios.folder).deletingLastPathComponent().path
        let own = root + "/.venv/bin/python"
        for candidate in [ProcessInfo.processInfo.environment["CHRYSALIS_PYTHON"], own].compactMap(\.self) where works(candidate) {
            return candidate
        }
        let made = try? CommandRunner.other([root + "/scripts/python-environment"])
        if made?.status == 0, works(own) { return own }
        print("no Python with h5py and xarray can be had, so traces are not opened with them: \(made?.errors ?? "")")
        return nil
    }()

    /// The script that checks how a trace describes itself.
    static let checkScript = URL(fileURLWithPath: ShippedScenarios.folder).deletingLastPathComponent()
        .appendingPathComponent("Tests/trace-check/check_trace.py").path

    private static func works(_ python: String) -> Bool {
        (try? CommandRunner.other([python, "-c", "import h5netcdf, h5py, xarray"]).status) == 0
    }
}
