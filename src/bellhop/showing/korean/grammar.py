"""Why a text is no command."""

PHRASES = {
    "{others} or {last}": "{others}, {last}",
    "{others} and {last}": "{others}, {last}",
    "{count} more": "그 밖에 {count}개",
    "; did you mean {names}?": " 혹시 {names} 말씀인가요?",
    # the text
    "There is no command here.": "명령이 없습니다.",
    "Say help to see what can be asked.": "help라고 말하면 무엇을 할 수 있는지 볼 수 있습니다.",
    "A command may have {most:,} characters; this one has {many:,}.": (
        "명령은 {most:,}자까지 쓸 수 있는데 이 명령은 {many:,}자입니다."
    ),
    "Leave out what has its default, or put large content in S3 and name it there.": (
        "기본값과 같은 것은 빼고, 큰 내용은 S3에 올린 뒤 그 위치를 적으세요."
    ),
    "The quote {quote} that opens at {shown} isn't closed.": "따옴표 {quote} 하나가 닫히지 않았습니다. 위치: {shown}",
    "Close it with {quote}, or write \\{quote} for the sign itself.": (
        "{quote} 기호로 닫거나, 글자 그대로 쓰려면 \\{quote} 형태로 적으세요."
    ),
    "There is no shell here, so {construct} can't be used.": "여기에는 셸이 없어 쓸 수 없습니다: {construct}",
    "Put the value in quotes if it belongs to the command; use --query to pick from an answer.": (
        "명령에 속한 값이면 따옴표로 묶고, 답에서 골라내려면 --query를 쓰세요."
    ),
    "Run the inner command first and paste its answer.": "안쪽 명령을 먼저 실행하고 그 답을 붙여 넣으세요.",
    "Put your own value in the place of {word}.": "{word} 자리에 실제 값을 적으세요.",
    "a pipe (|)": "파이프(|)",
    "a second command (;)": "두 번째 명령(;)",
    "& (several commands, or one in the background)": "&(여러 명령 또는 백그라운드 실행)",
    "a redirection (>)": "리디렉션(>)",
    "a redirection (<)": "리디렉션(<)",
    "a subshell ( )": "서브셸( )",
    "a command in backticks": "백틱 안의 명령",
    "a command inside $( )": "$( ) 안의 명령",
    # services and operations
    'AWS has no service "{word}"{meant}': '"{word}"(이)라는 AWS 서비스는 없습니다.{meant}',
    "What should {service} do? It has {many} operations.": (
        "{service} 서비스로 무엇을 할까요? 작업이 {many}개 있습니다."
    ),
    "Say {service} --help to see them.": "{service} --help에서 볼 수 있습니다.",
    "Say {service} --help to see its operations.": "{service} --help에서 작업 목록을 볼 수 있습니다.",
    '{service} has no operation "{verb}"{meant}': '{service}에는 "{verb}" 작업이 없습니다.{meant}',
    "{word} is an operation of {services}: which one?": (
        "{word} 작업은 여러 서비스에 있습니다: {services}. 어느 것인가요?"
    ),
    "{command} is left out by the AWS CLI; use {other}.": "AWS CLI에 없는 명령입니다: {command}. 대신 쓸 명령: {other}",
    "{command} answers with a stream of events, which a channel can't follow.": (
        "{command} 명령은 이벤트 스트림으로 답하므로 채널에서 볼 수 없습니다."
    ),
    "{command} answers with a stream of events, which a channel can't follow; use {other}.": (
        "{command} 명령은 이벤트 스트림으로 답하므로 채널에서 볼 수 없습니다. 대신 쓸 명령: {other}"
    ),
    "{operation} answers with a stream of events, not once.": "{operation} 작업은 이벤트 스트림으로 답합니다.",
    "{service} has nothing to wait for.": "{service}에는 기다릴 수 있는 것이 없습니다.",
    "What should {service} wait for?": "{service}에서 무엇을 기다릴까요?",
    '{service} can\'t wait for "{name}"{meant}': '{service}에서 "{name}"은(는) 기다릴 수 없습니다.{meant}',
    "It can wait for {known}.": "기다릴 수 있는 것: {known}",
    "AWS has switched {what} off, and its SDK no longer has it.": (
        "AWS가 {what} 제공을 끝냈으며 SDK에도 더 이상 없습니다."
    ),
    "AWS's operations can't be searched yet.": "아직 AWS 작업을 검색할 수 없습니다.",
    "try again in a minute; bellhop models build does it ahead of time": (
        "1분 뒤에 다시 물어보세요. bellhop models build로 미리 준비해 둘 수 있습니다."
    ),
    "I know no help for {what}.": "{what}: 도움말이 없습니다.",
    "say help": "help라고 말해 보세요",
    # options
    "{word} is no option here{meant}": "{word}: 여기에 없는 옵션입니다.{meant}",
    "--{typed} could be {shown}; write it in full.": (
        "--{typed}만으로는 어느 옵션인지 알 수 없습니다: {shown}. 끝까지 적어 주세요."
    ),
    "{command} can't place {word!r}.": "{command} 명령에서 {word!r}의 자리를 알 수 없습니다.",
    "Name the option that it belongs to, or put a value of several words in quotes.": (
        "어느 옵션의 값인지 적거나, 여러 단어로 된 값은 따옴표로 묶으세요."
    ),
    "{command} also needs {options}.": "{command} 명령에 더 필요한 옵션: {options}",
    "--{name} isn't taken here: {why}.": "--{name} 옵션은 여기에서 쓸 수 없습니다. {why}.",
    "{option}: {file} names a file, and Bellhop reads none: your files are on your machine, not here.": (
        "{option}: {file} 파일은 사용자의 컴퓨터에 있어 Bellhop이 읽을 수 없습니다."
    ),
    "Write its content after {option}, in single quotes.": "파일 내용을 {option} 뒤에 작은따옴표로 묶어 적으세요.",
    "Put it in S3 and name its bucket and key instead, where the operation takes them.": (
        "S3에 올리고, 작업이 받는다면 버킷과 키를 대신 적으세요."
    ),
    "Put it in S3 and name the bucket and key instead, where the operation takes them.": (
        "S3에 올리고, 작업이 받는다면 버킷과 키를 대신 적으세요."
    ),
    "Upload it from your machine, with the AWS CLI or the AWS console.": (
        "사용자의 컴퓨터에서 AWS CLI나 AWS 콘솔로 올리세요."
    ),
    # --query
    "--query isn't JMESPath: {error}.": "--query가 JMESPath 식이 아닙니다: {error}.",
    "It looks like Functions[].FunctionName or Functions[?Runtime=='python3.12'].FunctionName.": (
        "Functions[].FunctionName 또는 Functions[?Runtime=='python3.12'].FunctionName처럼 적습니다."
    ),
    "--query has more than {most:,} characters.": "--query가 {most:,}자를 넘습니다.",
    "--query took longer than {most:g} s.": "--query가 {most:g}초를 넘겼습니다.",
    "--query gives more than {most:,} values.": "--query 결과가 {most:,}개를 넘습니다.",
    "ask for less": "범위를 줄여 보세요",
    "pick fewer of them": "더 적게 골라 보세요",
    "see https://jmespath.org/tutorial.html; names are UpperCamelCase, as in the answer": (
        "https://jmespath.org/tutorial.html을 보세요. 이름은 답에 나온 대로 UpperCamelCase로 적습니다."
    ),
}
