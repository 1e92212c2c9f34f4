import BenchmarkSupport

/// What is used of each resource, one block for each instant at which rates change.
enum UsePicture {
    static func image(_ run: SharingRun, _ captions: [String]) -> VectorImage {
        let block = 34 + UseBars.rowHeight * Double(run.plan.resources.count)
        var image = VectorImage(width: 780, height: 84 + block * Double(run.moments.count))
        SharingPicture.head(&image, run.plan)
        var y = 78.0
        for (moment, caption) in zip(run.moments, captions) {
            image.text(caption, 20, y + 12, "strong")
            _ = UseBars(left: 130, width: 480).draw(&image, run, moment, y: y + 24)
            y += block
        }
        return image
    }
}
