import ArgumentParser
import BenchmarkSupport
import Foundation
import SharingCases

/// Runs the hand-worked cases of the guide to sharing, and draws them.
struct DrawSharing: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sharing-cases", abstract: "Draw the hand-worked cases of docs/sharing.md, each from a run of it.")

    @Option(help: ArgumentHelp("Folder for the pictures.", valueName: "folder"))
    var output: String

    func run() throws {
        for plan in SharingCase.all {
            let path = "\(output)/\(plan.name).svg"
            try Console.write(Data(SharingPicture.image(SharingRun(plan)).document.utf8), to: path)
            try Console.output("\(path)\n")
        }
    }
}
