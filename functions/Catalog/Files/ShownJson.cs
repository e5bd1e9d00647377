namespace Hookwork.Catalog.Files;

/// <summary>
/// The JSON that lists show, for a catalog that has too little of it to train a dictionary. A single one is too short to
/// compress well, but all are similar.
/// </summary>
public static class ShownJson
{
    /// <summary>A dictionary of typical JSON. Changing it changes the catalog's format.</summary>
    public static ZstdDictionary Sample { get; } =
        new(
            """
        {"id":140000,"url":"/api/patches/2170000/checks/140000/","date":"2025-12-01T18:55:02","state":"success","target_url":"https://ci.example.org/2170000/checkpatch","context":"checkpatch"}
        {"id":3600000,"url":"/api/patches/2170004/comments/3600000/","web_url":"/comment/3600000/","msgid":"<20251201165500.1207556-6-name@mail.example.com>","list_archive_url":null,"date":"2026-12-01T19:33:10"}
        {"id":484000,"url":"/api/series/484000/","web_url":"/project/qemu-devel/list/?series=484000","project":14,"name":"hw/net: Add support for","date":"2026-01-01T16:55:00","submitter":80000,"version":2,"total":5,"received_total":5,"received_all":true,"mbox":"/series/484000/mbox/","cover_letter":2160000,"patches":[2170000,2170001,2170002]}
        {"id":2160000,"url":"/api/covers/2160000/","web_url":"/project/qemu-devel/cover/","mbox":"/mbox/","project":14,"msgid":"<","list_archive_url":null,"comments":"/api/covers/2160000/comments/"}
        {"id":2170000,"url":"/api/patches/2170000/","web_url":"/project/qemu-devel/patch/20260101165500.1207556-2-name@mail.example.com/","project":14,"msgid":"<20260101165500.1207556-2-name@mail.example.com>","list_archive_url":null,"date":"2026-01-01T16:55:02","name":"[v2,1/5] hw/net: Fix ","commit_ref":null,"pull_url":null,"state":"new","archived":false,"hash":"c79b63ea325abb344f72d007a6b350ea6e26490e","submitter":80000,"delegate":null,"mbox":"/project/qemu-devel/patch/20260101165500.1207556-2-name@mail.example.com/mbox/","series":[484000],"comments":"/api/patches/2170000/comments/","check":"pending","checks":"/api/patches/2170000/checks/","tags":{},"related":[]}
        """u8.ToArray()
        );
}
