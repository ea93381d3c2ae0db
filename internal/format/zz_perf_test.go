package format
import ("testing";"strings";"time";"fmt")
func TestPerf(t *testing.T){
 for n,u:=range map[string]string{"lower":"a b\n","digits":"a 1 ","digits2":"1-A","sym":"34-CT/TU ","typed":"Chỉ thị số 34-CT/TU của Ban Thường vụ Tỉnh ủy ","ord":"1. A.\n","nn":"Nơi nhận:\n","stars":"*a*a","caps":"BÍ THƯ\n","pipes":"|a|b|\n","tabs":"a\tb\n","short":"Chỉ thị 34 ","so":"số 1/A ","kl":"Kính gửi:\n","long":"ậ","blank":"\n \n","item":"- a;\n","num":"1.1.1.1.1.1."} {
  s:="THÔNG BÁO\nabc\n\n"+strings.Repeat(u,(4<<20)/len(u))
  st:=time.Now(); r,err:=CheckText([]byte(s),Options{}); fmt.Println(n,time.Since(st).Round(time.Millisecond),len(r.Citations),len(r.Findings),err)
  s=strings.Repeat(u,(4<<20)/len(u))+"\nNơi nhận:\n"+strings.Repeat(u,1000)
  st=time.Now(); r,err=CheckText([]byte(s),Options{}); fmt.Println("   tail",time.Since(st).Round(time.Millisecond),len(r.Citations),len(r.Findings),err)
 }
}
