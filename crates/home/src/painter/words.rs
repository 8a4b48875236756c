//! The painter's words: each row names one meaning, or a few, in English, Chinese (both scripts) and Japanese.
//!
//! Only `lexicon` reads it. Words are lower case and parted by spaces; `_` stands for the space inside a phrase. Plurals
//! in -s and -es are found by themselves. A word is in one row only.

use super::lexicon::Hue::{
    Beige, Black, Blue, Brown, Cyan, Gold, Green, Grey, Indigo, Lime, Orange, Pink, Purple, Red, Teal, White, Yellow,
};
use super::lexicon::Meaning::{self, Hue as H, Mood as M, Subject as S};
use super::lexicon::Mood::{Autumn, Dawn, Dreamy, Fog, Neon, Night, Noon, Rain, Spring, Storm, Summer, Sunset, Winter};
use super::lexicon::Subject::{
    Abstract, Balloon, Bird, Boat, Castle, Cat, City, Cloud, Desert, Field, Fish, Flower, Forest, Fox, House,
    Lighthouse, Moon, Mountain, Person, Planet, Portrait, Rabbit, River, Sea, Star, Sun, Tree, Underwater,
};

/// Words, and what each of them means.
pub(crate) const WORDS: &[(&str, &[Meaning])] = &[
    // Colours.
    ("red crimson scarlet ruby vermilion 红 紅 赤 朱 あか レッド", &[H(Red)]),
    ("orange tangerine apricot 橙 橘 オレンジ だいだい", &[H(Orange)]),
    ("gold golden amber honey 金色 金黄 金黃 黄金 黃金 琥珀 ゴールド", &[H(Gold)]),
    ("yellow lemon mustard 黄 黃 きいろ イエロー", &[H(Yellow)]),
    ("lime chartreuse olive 黄绿 黃綠 黄緑 橄榄 橄欖", &[H(Lime)]),
    ("green emerald jade mint 绿 綠 緑 翠 みどり グリーン", &[H(Green)]),
    ("teal turquoise aquamarine 青绿 青綠 青緑 绿松石 ターコイズ", &[H(Teal)]),
    ("cyan aqua 青色 天青 水色 シアン", &[H(Cyan)]),
    ("blue azure cobalt sapphire 蓝 藍 青い 青 あお ブルー", &[H(Blue)]),
    ("青空 蓝天 藍天 blue_sky blue_skies", &[H(Blue), M(Noon)]),
    ("indigo navy ultramarine 靛 深蓝 深藍 紺 藍色の", &[H(Indigo)]),
    ("purple violet lavender lilac mauve 紫 むらさき パープル", &[H(Purple)]),
    ("pink magenta fuchsia salmon coral peach 粉红 粉紅 粉色 桃色 ピンク", &[H(Pink)]),
    ("brown sepia chocolate coffee copper bronze 棕 褐 茶色 咖啡 ブラウン", &[H(Brown)]),
    ("beige cream ivory tan 米色 米白 奶油 ベージュ", &[H(Beige)]),
    ("white 白 しろ ホワイト", &[H(White)]),
    ("grey gray silver monochrome 灰 银 銀 グレー モノクロ", &[H(Grey)]),
    ("black ebony noir 黑 黒 くろ ブラック", &[H(Black)]),
    // Light, weather and seasons.
    ("dawn sunrise morning daybreak 黎明 清晨 早晨 日出 拂晓 拂曉 晨 朝 夜明け 朝焼け 明け方", &[M(Dawn)]),
    ("noon midday daytime daylight sunny bright 中午 白天 晴 明亮 正午 真昼 昼", &[M(Noon)]),
    (
        "sunset dusk twilight evening sundown golden_hour 日落 夕阳 夕陽 黄昏 黃昏 傍晚 晚霞 落日 夕焼け 夕日 夕暮れ 夕方",
        &[M(Sunset)],
    ),
    ("night midnight nighttime nocturne dark 夜 晚上 深夜 午夜 黑夜 黑暗 よる 暗い", &[M(Night)]),
    (
        "storm stormy thunder thunderstorm lightning tempest dramatic 暴风 暴風 风暴 風暴 雷 闪电 閃電 嵐 台风 台風",
        &[M(Storm)],
    ),
    ("rain rainy raining drizzle 雨 あめ", &[M(Rain)]),
    ("fog foggy mist misty haze hazy 雾 霧 雲霧 云雾 もや", &[M(Fog)]),
    ("winter snow snowy frost frozen ice icy blizzard christmas 冬 雪 冰 霜 氷 圣诞 聖誕 クリスマス", &[M(Winter)]),
    ("spring springtime 春", &[M(Spring)]),
    ("summer summertime tropical 夏", &[M(Summer)]),
    ("autumn fall maple 秋 枫 楓 紅葉 红叶", &[M(Autumn)]),
    (
        "dream dreamy dreamlike magic magical fantasy fairy ethereal pastel surreal whimsical 梦 夢 幻 魔法 童话 童話 ファンタジー パステル",
        &[M(Dreamy)],
    ),
    ("neon cyberpunk synthwave vaporwave futuristic hologram 霓虹 赛博 賽博 サイバー ネオン", &[M(Neon)]),
    ("aurora northern_lights 极光 極光 オーロラ", &[M(Night), H(Teal), S(Star)]),
    // Places.
    ("mountain mount peak alp alps everest cliff volcano fuji 山 峰 岭 嶺 富士", &[S(Mountain)]),
    (
        "sea ocean beach coast wave shore island seaside seascape harbor harbour bay tide 海 洋 浪 岛 島 沙滩 沙灘 うみ ビーチ",
        &[S(Sea)],
    ),
    ("forest wood woodland jungle pine grove bamboo 森 林 丛林 叢林 竹 ジャングル", &[S(Forest)]),
    ("tree oak willow 树 樹 木", &[S(Tree)]),
    (
        "city cityscape skyline town street skyscraper tokyo paris london building downtown metropolis village 城市 都市 城镇 街 大楼 高楼 摩天 上海 香港 东京 東京 町 村 ビル シティ",
        &[S(City)],
    ),
    ("desert dune sand sahara canyon cactus 沙漠 沙丘 砂漠 戈壁 仙人掌 サボテン", &[S(Desert)]),
    ("river lake stream creek pond waterfall valley brook 河 江 湖 溪 瀑布 川 池 滝", &[S(River)]),
    (
        "field hill 丘 meadow farm countryside prairie pasture wheat grass landscape garden park 田 草原 草地 麦 麥 农场 農場 原野 风景 風景 庭 花园 花園 公园 公園",
        &[S(Field)],
    ),
    ("underwater undersea reef coral_reef aquarium deep_sea 水下 海底 珊瑚 水中 深海 水族", &[S(Underwater)]),
    // In the sky.
    ("moon moonlight moonlit lunar crescent 月 つき", &[S(Moon)]),
    ("sun sunshine sunlight solar 太阳 太陽 阳光 陽光 日光 ひかり", &[S(Sun)]),
    (
        "star starry starlight stardust firework constellation meteor comet 星 星空 流星 烟花 煙火 花火 ほし",
        &[M(Night), S(Star)],
    ),
    ("cloud cloudy sky skies heaven 云 雲 天空 空 くも", &[S(Cloud)]),
    (
        "planet space galaxy cosmos cosmic universe nebula saturn jupiter astronaut orbit rocket spaceship alien 行星 星球 宇宙 银河 銀河 太空 星云 星雲 土星 木星 飞船 惑星 ロケット",
        &[S(Planet)],
    ),
    ("mars 火星", &[S(Planet), H(Red)]),
    // Living things.
    ("cat kitten kitty feline tabby 猫 貓 ねこ ネコ 喵", &[S(Cat)]),
    ("fox foxes wolf 狐 きつね キツネ 狼", &[S(Fox)]),
    ("rabbit bunny bunnies hare 兔 うさぎ ウサギ 兎", &[S(Rabbit)]),
    ("bird sparrow robin owl crow raven swan crane eagle parrot hummingbird 鸟 鳥 雀 燕 鹤 鶴 鹰 鷹 とり", &[S(Bird)]),
    ("fish koi goldfish salmon_fish shark whale dolphin carp 鱼 魚 鲤 鯉 鲸 鯨 さかな クジラ 金魚 金鱼", &[S(Fish)]),
    (
        "flower blossom bloom floral bouquet tulip daisy daisies lily lilies poppy poppies peony peonies orchid 花 郁金香 百合 牡丹 菊 はな フラワー チューリップ",
        &[S(Flower)],
    ),
    ("rose 玫瑰 薔薇 バラ", &[S(Flower)]),
    ("sunflower 向日葵 ひまわり ヒマワリ", &[S(Flower), H(Yellow)]),
    ("cherry_blossom sakura 樱花 櫻花 桜 樱 櫻", &[S(Tree), M(Spring)]),
    (
        "person man woman girl boy people human child traveler traveller wanderer samurai wizard knight dancer lady someone 人 女孩 男孩 少女 少年 男 女 孩子 侍 旅人 女の子 男の子",
        &[S(Person)],
    ),
    ("portrait face headshot selfie character 肖像 头像 頭像 脸 臉 顔 人像 ポートレート", &[S(Portrait)]),
    // Made things.
    ("house home cottage cabin hut barn farmhouse 房子 房屋 屋 小屋 家 いえ", &[S(House)]),
    ("castle palace fortress tower temple pagoda 城堡 宫 宮 塔 寺 城 お城", &[S(Castle)]),
    ("boat ship sail sailboat sailing yacht canoe fishing_boat 船 舟 帆 ふね ヨット", &[S(Boat)]),
    ("lighthouse light_house 灯塔 燈塔 灯台 燈台", &[S(Lighthouse)]),
    ("balloon hot_air_balloon 气球 氣球 热气球 熱氣球 気球", &[S(Balloon)]),
    ("abstract pattern geometric shape minimalist wallpaper texture 抽象 几何 幾何 图案 圖案 模様", &[S(Abstract)]),
];
