using Hookwork.Mail;

namespace Hookwork.Tests.Mail;

public sealed class QuotesTests
{
    [Theory]
    [InlineData("mine", "mine", "")]
    [InlineData("> theirs", "", "> theirs")]
    [InlineData("  > theirs\n\t> too\nmine", "mine", "  > theirs\n\t> too")]
    [InlineData("On Mon, A B wrote:\n> theirs\n\nmine\n", "mine", "On Mon, A B wrote:\n> theirs")]
    [InlineData(
        "On Mon, 1 Jan 2024,\nA Long Name\n<a@b.example> wrote:\n\n> theirs\nmine",
        "mine",
        "On Mon, 1 Jan 2024,\nA Long Name\n<a@b.example> wrote:\n> theirs"
    )]
    [InlineData("On Mon, A B <a@b.example> wrote:\nmine", "mine", "On Mon, A B <a@b.example> wrote:")]
    [InlineData("A B <a@b.example> writes:\n\n> theirs\n\nmine", "mine", "A B <a@b.example> writes:\n> theirs")]
    [InlineData(
        "Le lun. 1 janv. 2024, A B a écrit :\n> theirs\nmine",
        "mine",
        "Le lun. 1 janv. 2024, A B a écrit :\n> theirs"
    )]
    [InlineData("Le 01/01/2024, A B a écrit\u00A0:\n> theirs", "", "Le 01/01/2024, A B a écrit\u00A0:\n> theirs")]
    [InlineData("Am 1.1.2024 um 10:00 schrieb A B:\n> theirs", "", "Am 1.1.2024 um 10:00 schrieb A B:\n> theirs")]
    [InlineData(
        "mine\n\nAm Mo., 1. Jan. 2024 um 10:00 Uhr schrieb A B <\na@b.example>:\n\n> theirs",
        "mine",
        "Am Mo., 1. Jan. 2024 um 10:00 Uhr schrieb A B <\na@b.example>:\n> theirs"
    )]
    [InlineData("Am 1.1.2024 hat A B geschrieben:\n> theirs", "", "Am 1.1.2024 hat A B geschrieben:\n> theirs")]
    [InlineData("Op 1 jan. 2024 schreef A B:\n> theirs", "", "Op 1 jan. 2024 schreef A B:\n> theirs")]
    [InlineData("Den 1 jan. 2024 skrev A B:\n> theirs", "", "Den 1 jan. 2024 skrev A B:\n> theirs")]
    [InlineData(
        "mine\nA B <a@b.example> 于2024年1月1日周一\n10:00写道：\n> theirs",
        "mine",
        "A B <a@b.example> 于2024年1月1日周一\n10:00写道：\n> theirs"
    )]
    [InlineData(
        "Acked-by: A B <a@b.example>\nC D wrote:\n> theirs",
        "Acked-by: A B <a@b.example>",
        "C D wrote:\n> theirs"
    )]
    [InlineData(
        "mine\nOn Mon, 1 Jan 2024,\nA B <a@b.example>\nwrote:\n> theirs",
        "mine",
        "On Mon, 1 Jan 2024,\nA B <a@b.example>\nwrote:\n> theirs"
    )]
    [InlineData(
        "Quoting A B (2024-01-01 10:00:00)\n> theirs\nmine",
        "mine",
        "Quoting A B (2024-01-01 10:00:00)\n> theirs"
    )]
    [InlineData(
        "Excerpts from A B's message of January 1, 2024 10:00 am:\n> theirs\nmine",
        "mine",
        "Excerpts from A B's message of January 1, 2024 10:00 am:\n> theirs"
    )]
    [InlineData("Quoting the standard (2024)\nmine", "Quoting the standard (2024)\nmine", "")]
    [InlineData(
        "Il lun 1 gen 2024, 10:00 A B <a@b.example> ha\nscritto:\n\n> theirs\nmine",
        "mine",
        "Il lun 1 gen 2024, 10:00 A B <a@b.example> ha\nscritto:\n> theirs"
    )]
    [InlineData(
        "Il giorno lun 1 gen 2024 alle ore 10:00 A B <\na@b.example> ha scritto:\n\n> theirs\nmine",
        "mine",
        "Il giorno lun 1 gen 2024 alle ore 10:00 A B <\na@b.example> ha scritto:\n> theirs"
    )]
    [InlineData(
        "mine\n2024年1月1日(月) 10:00 A B <\na@b.example>:\n> theirs",
        "mine",
        "2024年1月1日(月) 10:00 A B <\na@b.example>:\n> theirs"
    )]
    [InlineData(
        "În lun., 1 ian. 2024 la 10:00, A B <a@b.example> a scris:\n\n> theirs\nmine",
        "mine",
        "În lun., 1 ian. 2024 la 10:00, A B <a@b.example> a scris:\n> theirs"
    )]
    [InlineData("a <\nb\n> theirs", "a <\nb", "> theirs")]
    [InlineData(
        "2024年1月1日(月) 10:00 A B <a@b.example>:\n> theirs\nmine",
        "mine",
        "2024年1月1日(月) 10:00 A B <a@b.example>:\n> theirs"
    )]
    [InlineData("Quoting A B <a@b.example>:\n> theirs\nmine", "mine", "Quoting A B <a@b.example>:\n> theirs")]
    [InlineData("Quoting A B (a@b.example):\n> theirs\nmine", "mine", "Quoting A B (a@b.example):\n> theirs")]
    [InlineData("Quoting a@b.example:\n\n> theirs\nmine", "mine", "Quoting a@b.example:\n> theirs")]
    [InlineData(
        "* A B <a@b.example> [240101 10:00]:\n> theirs\nmine",
        "mine",
        "* A B <a@b.example> [240101 10:00]:\n> theirs"
    )]
    [InlineData("* A B <a@b.example> [1]:\nmine", "* A B <a@b.example> [1]:\nmine", "")]
    [InlineData("* The list of a@b.example [1]:\n> theirs", "* The list of a@b.example [1]:", "> theirs")]
    [InlineData("Quoting the manual (2.1):\n> theirs", "Quoting the manual (2.1):", "> theirs")]
    [InlineData("Quoting the commit message:\n\n> theirs", "Quoting the commit message:", "> theirs")]
    [InlineData("Excerpts from the log:\n> theirs", "Excerpts from the log:", "> theirs")]
    [InlineData("Hi a@b.example\nQuoting A B (1 Jan 10:00)\n> x", "Hi a@b.example", "Quoting A B (1 Jan 10:00)\n> x")]
    [InlineData("Cc: A B <a@b.example>:\nmine", "Cc: A B <a@b.example>:\nmine", "")]
    [InlineData("Ask a@b.example\nwhat it said:\nmine", "Ask a@b.example\nwhat it said:\nmine", "")]
    [InlineData("Am Anfang schrieb ich:\nmine", "Am Anfang schrieb ich:\nmine", "")]
    [InlineData("Das schrieb A B:\n> theirs", "Das schrieb A B:", "> theirs")]
    [InlineData("This is what the standard wrote:\n\nmine", "This is what the standard wrote:\n\nmine", "")]
    [InlineData("mine\n> theirs\nmine too\r\n", "mine\nmine too", "> theirs")]
    [InlineData(
        "top\n\n-----Original Message-----\nFrom: A\n\nold text",
        "top",
        "-----Original Message-----\nFrom: A\n\nold text"
    )]
    [InlineData("A B writes:\n\n> theirs", "", "A B writes:\n> theirs")]
    [InlineData("mine\nas the standard wrote:", "mine\nas the standard wrote:", "")]
    [InlineData("On top of it\n\nA B <a@b.example> wrote:\n> x", "On top of it", "A B <a@b.example> wrote:\n> x")]
    [InlineData("On Mon,\nA\nB\n<a@b.example> wrote:", "On Mon,\nA\nB", "<a@b.example> wrote:")]
    [InlineData("mine\nSent: by pigeon\nFrom: me\nand more", "mine\nSent: by pigeon\nFrom: me\nand more", "")]
    [InlineData("mine\nFrom: me", "mine\nFrom: me", "")]
    [InlineData("From: me\nDate: now\nTo: you\n\nmine", "From: me\nDate: now\nTo: you\n\nmine", "")]
    [InlineData("mine\nFrom: me\nDate: now\nSubject: x", "mine\nFrom: me\nDate: now\nSubject: x", "")]
    [InlineData("\nFrom: me\nDate: x\nTo: you\nSubject: x\nmine", "From: me\nDate: x\nTo: you\nSubject: x\nmine", "")]
    [InlineData("mine\n\nFrom: me\nDate: now\nTo: you\n\nmine", "mine\n\nFrom: me\nDate: now\nTo: you\n\nmine", "")]
    [InlineData("It has\nFrom: me\nDate: x\nTo: you\nSubject: x", "It has\nFrom: me\nDate: x\nTo: you\nSubject: x", "")]
    [InlineData("me\n\nFrom: A\nDate: x\nTo: B\nCc: C\nSubject: x", "me", "From: A\nDate: x\nTo: B\nCc: C\nSubject: x")]
    [InlineData("mine\n____\nFrom: A\nDate: x\nTo: B\nSubject: x", "mine\n____", "From: A\nDate: x\nTo: B\nSubject: x")]
    [InlineData("", "", "")]
    [InlineData(null, "", "")]
    public void Tells_own_from_quoted_lines(string? content, string own, string quoted)
    {
        var split = Quotes.Split(content);

        Assert.Equal(own, split.Own);
        Assert.Equal(
            quoted,
            string.Join(
                '\n',
                split
                    .Quoted.Split('\n')
                    .Where((line, _) => line.Length > 0 || quoted.Contains("\n\n", StringComparison.Ordinal))
            )
        );
    }
}
