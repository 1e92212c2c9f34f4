import Foundation

/// A Python with h5py and xarray, with which a reader without our software opens traces.
public enum Python {
    /// The one that `CHRYSALIS_PYTHON` names, else the one that `scripts/python-environment` sets up; nil where neither can be had.
    public static let path: String? = {
        let own = Project.path(".venv/bin/python")
        for candidate in [ProcessInfo.processInfo.environment["CHRYSALIS_PYTHON"], own].compactMap(\.self) where works(candidate) {
            return candidate
        }
        let made = try? runProgram([Project.path("scripts/python-environment")])
        if made?.status == 0, works(own) { return own }
        print("no Python with h5py and xarray can be had, so traces are not opened with them: \(made?.errors ?? "")")
        return nil
    }()

    /// The script that checks how a trace describes itself.
    public static let checkScript = Project.path("Tests/trace-check/check_trace.py")

    private static func works(_ python: String) -> Bool {
        (try? runProgram([python, "-c", "import h5netcdf, h5py, xarray"]).status) == 0
    }
}
