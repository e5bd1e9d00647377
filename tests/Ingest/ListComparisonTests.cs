using System.Text.Json;
using Hookwork.Archive.Resources;
using Hookwork.Ingest.Walking;

namespace Hookwork.Tests.Ingest;

public sealed class ListComparisonTests
{
    [Theory]
    [InlineData("""{"patches": [{"id": 1, "mbox": "/project/u-boot/patch/a/mbox/"}]}""")]
    [InlineData("""{"related": [{"id": 1, "mbox": "/project/u-boot/patch/a/mbox/"}]}""")]
    [InlineData("""{"cover_letter": {"id": 1, "mbox": "/project/u-boot/cover/a/mbox/"}}""")]
    public void What_names_a_mail_that_moved_to_another_project_differs(string listed) =>
        Assert.Equal(Part.Detail, Differing(listed, listed.Replace("u-boot", "qemu-devel", StringComparison.Ordinal)));

    [Theory]
    // Its project was renamed.
    [InlineData("""{"patches": [{"id": 1, "name": "a", "mbox": "/project/uboot/patch/a/mbox/"}]}""")]
    [InlineData("""{"patches": [{"id": 1, "name": "Others are composed when they are read"}]}""")]
    public void What_else_changed_of_a_mail_does_not(string archived) =>
        Assert.Equal(
            Part.None,
            Differing("""{"patches": [{"id": 1, "name": "b", "mbox": "/project/u-boot/patch/a/mbox/"}]}""", archived)
        );

    [Theory]
    [InlineData("""{"list_archive_url": "https://old.example.org/a"}""", Part.None)]
    [InlineData("""{"list_archive_url": null}""", Part.None)]
    // It was archived from a server that did not have it yet.
    [InlineData("{}", Part.Detail)]
    public void A_mail_is_not_fetched_for_its_address_in_a_new_archive_of_the_list(string archived, Part parts) =>
        Assert.Equal(parts, Differing("""{"list_archive_url": "https://new.example.org/a"}""", archived));

    [Fact]
    public void A_series_whose_project_stopped_showing_dependencies_differs() =>
        Assert.Equal(
            Part.Detail,
            Differing("""{"patches": []}""", """{"patches": [], "dependencies": [], "dependents": []}""")
        );

    private static Part Differing(string listed, string archived) =>
        ListComparison.Differing(
            JsonElement.Parse(listed),
            JsonElement.Parse(archived),
            [new ProjectName(14, "qemu-devel", ""), new ProjectName(18, "u-boot", "") { Former = ["uboot"] }]
        );
}
