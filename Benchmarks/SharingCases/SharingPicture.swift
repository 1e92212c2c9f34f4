public import BenchmarkSupport

/// The picture of a case, drawn from its run.
public enum SharingPicture {
    /// The picture.
    public static func image(_ run: SharingRun) -> VectorImage {
        switch run.plan.picture {
        case .filling(let captions): FillingPicture.image(run, captions)
        case .use(let captions): UsePicture.image(run, captions)
        case .time: TimePicture.image(run)
        case .virtualTime: VirtualTimePicture.image(run)
        }
    }

    /// The class of a colour.
    static func style(_ colour: Int) -> String { ["own", "rival", "third", "fourth", "fifth"][colour] }

    static func head(_ image: inout VectorImage, _ plan: SharingCase) {
        image.text(plan.title, 20, 30, "title")
        image.text(plan.subtitle, 20, 50, "muted")
    }

    /// A number as it is read: three digits behind the point at most.
    static func number(_ value: Double) -> String { PlotPanel.number(value) }

    /// A text in the middle of a box if there is room for it.
    static func label(
        _ image: inout VectorImage, _ text: String, _ x: Double, _ y: Double, width: Double, height: Double, style: String = "on"
    ) {
        guard fits(text, width), height >= 15 else { return }
        image.text(text, x + width / 2, y + height / 2 + 4.5, style, anchor: .middle)
    }

    /// Whether a text has room: letters and digits of 13 pixels are seven wide on average.
    static func fits(_ text: String, _ width: Double) -> Bool { width >= 7 * Double(text.count) + 6 }
}
