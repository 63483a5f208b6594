using AliyunIotWs.Emulator.Judging;
using AliyunIotWs.Emulator.Judging.Scenes;

namespace AliyunIotWs.Units.Emulator.Judging;

public class CheckCatalogTests
{
    public static TheoryData<string> Names => [.. CheckCatalog.All.Select(check => check.Name)];

    [Fact]
    public void It_finds_each_class_once() =>
        Assert.Equal(CheckCatalog.All.Count, CheckCatalog.All.Select(check => check.Name).Distinct().Count());

    [Theory]
    [MemberData(nameof(Names))]
    public void A_check_has_its_words_in_both_languages_and_a_scene_that_is_played(string name)
    {
        var check = CheckCatalog.All.Single(one => one.Name == name);
        foreach (var phrase in new[] { check.Rule, check.Remedy })
        {
            Assert.EndsWith(".", phrase.English, StringComparison.Ordinal);
            Assert.EndsWith("。", phrase.Chinese, StringComparison.Ordinal);
            Assert.DoesNotContain("。", phrase.English, StringComparison.Ordinal);
        }

        Assert.NotEmpty(check.Source);
        Assert.True(check.Scene is null || SceneOrder.All.Any(make => make().GetType() == check.Scene));
    }
}
